import type { Inventory } from "../../local-aws";
export function printHoldings(inventory: Inventory): void {
  console.log(JSON.stringify(inventory, null, 1));
}
