import type { SignerContext } from "../context";
import type { Operation } from "../operation";
import { jobOperations } from "./jobs";
import { permissionOperations } from "./permissions";
import { platformOperations } from "./platforms";
import { profileOperations } from "./profiles";
import { revocationOperations } from "./revocation";
import { signPayload } from "./sign-payload";
import { tagOperations } from "./tags";

/** Every operation of the API. */
export function allOperations(context: SignerContext): Operation[] {
  return [
    ...profileOperations(context),
    ...permissionOperations(context),
    ...jobOperations(context),
    signPayload(context),
    ...revocationOperations(context),
    ...platformOperations(context),
    ...tagOperations(context),
  ];
}
