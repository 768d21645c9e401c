/** A mistake that the user can correct: shown without a stack trace, and ends a command with 2. */
export class UserError extends Error {}
