import { App } from "cdktf";
import { Declared } from "./declared";
import { Deployed } from "./deployed";

/**
 * The program that upgrades are tested with. The stored configurations of earlier releases belong to exactly these
 * stacks, so a stack that was released is never changed. A new feature gets a new stack.
 */
const app = new App();
new Deployed(app, "deployed");
new Declared(app, "declared");
app.synth();
