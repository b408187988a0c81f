import { join } from "node:path";
import { writeArchive } from "../../../src/s3/asset/archive";
import { entriesOf } from "../../../src/s3/asset/folder-entries";
import { SymlinkFollowMode } from "../../../src/s3/folder-options";

// Archives a folder, and prints the most memory that this process had, in MB.
const [, , folder, output] = process.argv;
const entries = entriesOf(folder, () => false, SymlinkFollowMode.BLOCK_EXTERNAL);
writeArchive(entries, join(output, "archive.zip"));
console.log((process.resourceUsage().maxRSS * 1024) / 1_000_000);
