/** Why a command ends without success: a message for people, who need no stack trace. */
export class Refusal extends Error {}
