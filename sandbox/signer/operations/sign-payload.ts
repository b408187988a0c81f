import { notImplemented } from "../errors";
import type { Operation } from "../operation";

/** The envelope that AWS returns is not known well enough to make one that a verifier would accept. */
export function signPayload(): Operation {
  return {
    name: "SignPayload",
    method: "POST",
    path: "/signing-jobs/with-payload",
    handle: async () => {
      throw notImplemented("SignPayload is not implemented in this sandbox: it does not sign container images");
    },
  };
}
