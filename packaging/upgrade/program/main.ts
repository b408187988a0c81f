import { App } from "cdktf";
import { Declared } from "./declared";
import { Deployed } from "./deployed";
import { Several } from "./several";

/**
 * The program that upgrades are tested with. The stored configurations of earlier releases belong to exactly these
 * stacks, so a stack that was released is never changed. A new feature gets a new stack.
 */
const STACKS = { deployed: Deployed, declared: Declared, several: Several };

/** An earlier package does not have the constructs of later stacks. */
const only = process.env.ONLY_STACK;

const app = new App();
for (const [id, Stack] of Object.entries(STACKS)) {
  if (only === undefined || only === id) new Stack(app, id);
}
app.synth();
