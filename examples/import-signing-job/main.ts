import { App } from "cdktf";
import { Adopt } from "./adopt";
import { Read } from "./read";
import { Release } from "./release";

/** Three ways to a job that exists. docs/import.md tells when to take which. */
const app = new App();
const release = new Release(app, "release");
new Read(app, "read", release.jobId);
new Adopt(app, "adopt", release);
app.synth();
