// Exported by name, because in a bundle, a dynamic import of a CommonJS package has no named exports.
export { parse } from "@cdktf/hcl2json";
