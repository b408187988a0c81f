// Prints how many milliseconds of CPU time the import of the ES module named in the first argument takes.
import { pathToFileURL } from "node:url";

const url = pathToFileURL(process.argv[2]).href;
const before = process.cpuUsage();
await import(url);
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
