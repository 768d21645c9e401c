/** Why a command ends without success: a message for people, who need no stack trace. */
export class Refusal extends Error {}

/** A command line that makes no sense; the message is one sentence for its author. */
export class UsageError extends Error {}
