/** Whether a stack's name is the one that is written, in which `*` stands for any characters. */
export function matchesStack(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^\w-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
