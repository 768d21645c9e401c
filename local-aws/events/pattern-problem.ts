/** A text that is not an event pattern; the message says why, in EventBridge's words. */
export class PatternProblem extends Error {}
