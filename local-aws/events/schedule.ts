import { invalid } from "./errors";

const RATE = /^rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d+) (?:minutes|hours|days))\)$/;
const CRON = /^cron\((?:[\w*?/,#-]+ ){5}[\w*?/,#-]+\)$/;

/** Refuses a schedule that is neither a rate expression nor a cron expression of six fields. */
export function checkSchedule(expression: string): void {
  if (RATE.test(expression) || CRON.test(expression)) return;
  throw invalid("Parameter ScheduleExpression is not valid.");
}
