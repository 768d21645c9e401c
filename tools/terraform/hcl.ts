// By its name, because a bundle gives what is imported while it runs only as a whole.
export { parse } from "@cdktf/hcl2json";
