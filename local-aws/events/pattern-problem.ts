/** An event pattern is not valid; the message says why, in EventBridge's words. */
export class PatternProblem extends Error {}
