import { App } from "cdktf";
import { Service } from "./service";
import { Signing } from "./signing";

const app = new App();
const signing = new Signing(app, "signing");
new Service(app, "service", signing);
app.synth();
