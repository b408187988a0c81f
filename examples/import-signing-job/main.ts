import { App } from "cdktf";
import { Adopt } from "./adopt";
import { Read } from "./read";
import { Release } from "./release";

/** Three ways to use an existing job. docs/import.md explains when to use each. */
const app = new App();
const release = new Release(app, "release");
new Read(app, "read", release.jobId);
new Adopt(app, "adopt", release);
app.synth();
