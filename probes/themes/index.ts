import { access } from "./access";
import { codeSigning } from "./code-signing";
import { crossAccount } from "./cross-account";
import { jobFailures } from "./job-failures";
import { jobRecords } from "./job-records";
import { layers } from "./layers";
import { permissions } from "./permissions";
import { profiles } from "./profiles";
import { refusals } from "./refusals";
import { revocation } from "./revocation";
import { signedObjects } from "./signed-objects";
import { tokens } from "./tokens";
import type { Probe } from "../probe";

export const PROBES: readonly Probe[] = [
  ...refusals,
  ...jobFailures,
  ...tokens,
  ...jobRecords,
  ...signedObjects,
  ...profiles,
  ...permissions,
  ...access,
  ...crossAccount,
  ...revocation,
  ...codeSigning,
  ...layers,
];
