import { makePackage } from "./package";

/* `npm run package` */
makePackage("dist").then(
  (file) => console.log(`Wrote ${file}`),
  (error: Error) => {
    console.error(error);
    process.exitCode = 2;
  },
);
