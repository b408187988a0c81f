// Imports cdktf, then the library whose folder is the argument, and prints as JSON what each of them cost:
// CPU time in milliseconds, and resident memory in MiB. In plain JavaScript, so that nothing else is measured.
const [, , packageFolder] = process.argv;

function costOf(load) {
  const cpuBefore = process.cpuUsage();
  const memoryBefore = process.memoryUsage.rss();
  load();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuMs: (user + system) / 1000, mib: (process.memoryUsage.rss() - memoryBefore) / 1024 ** 2 };
}

const cdktf = costOf(() => require("cdktf"));
const library = costOf(() => require(packageFolder));
console.log(JSON.stringify({ cdktf, library }));
