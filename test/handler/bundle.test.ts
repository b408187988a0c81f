import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { HttpSigner, json } from "./fakes/http-signer";
import { eventFrom, signEvent } from "./fakes/world";
import { bundleHandler, MAX_BUNDLE_BYTES } from "../../projenrc/bundle-handler";

const ROOT = resolve(__dirname, "../..");
const run = promisify(execFile);

let folder: string;
let zip: Buffer;
let bundle: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "handler-bundle-"));
  bundleHandler(ROOT, folder);
  zip = readFileSync(join(folder, "signing-job-handler.zip"));
  bundle = join(folder, "index.mjs");
  writeFileSync(bundle, unzipSync(zip)["index.mjs"]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the deployment package", () => {
  test("contains only the bundle, readable for all", () => {
    expect(Object.keys(unzipSync(zip))).toEqual(["index.mjs"]);
    const entry = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    // @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.12, external file attributes)
    expect(zip.readUInt32LE(entry + 38) / 0x10000).toBe(0o100644);
  });

  test("keeps within its budget", () => {
    const { length } = readFileSync(bundle);
    expect(length).toBeGreaterThan(50 * 1024);
    expect(length).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
  });

  test("contains no path of the machine that built it", () => {
    const text = readFileSync(bundle, "utf8");
    expect(text).not.toContain(ROOT);
    expect(text).not.toContain("node_modules");
  });

  test("contains the licences of all its packages", () => {
    const licences = readFileSync(join(folder, "THIRD-PARTY-LICENSES"), "utf8");
    expect(licences).toMatch(/^@aws-sdk\/client-signer \d+\.\d+\.\d+ \(Apache-2.0\)$/m);
    expect(licences).toMatch(/^@smithy\/core \d/m);
    expect(licences).toContain("Apache License");
    expect(licences).not.toContain(ROOT);
  });

  test("has the same bytes in any folder, at any time and in any time zone", async () => {
    const builds = [];
    for (const [name, zone, daysLater] of [
      ["a", "Pacific/Kiritimati", 0],
      ["deeper/b", "America/St_Johns", 400],
    ] as const) {
      const copy = join(folder, "copies", name);
      mkdirSync(copy, { recursive: true });
      for (const part of ["src/handler", "src/protocol", "projenrc", "tsconfig.json", "package.json"]) {
        cpSync(join(ROOT, part), join(copy, part), { recursive: true });
      }
      symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
      const later = `const now = Date.now; Date.now = () => now() + ${daysLater * 86_400_000};`;
      writeFileSync(join(copy, "later.cjs"), later);
      await run(
        process.execPath,
        ["--require", "./later.cjs", "--import", "tsx", "projenrc/bundle-handler.ts", "out"],
        {
          cwd: copy,
          env: { ...process.env, TZ: zone },
        },
      );
      builds.push(
        ["signing-job-handler.zip", "THIRD-PARTY-LICENSES"].map((file) => readFileSync(join(copy, "out", file))),
      );
    }
    const [one, other] = builds;
    expect(one[0].equals(zip)).toBe(true);
    expect(other[0].equals(zip)).toBe(true);
    expect(other[1].equals(one[1])).toBe(true);
  });
});

describe("the bundled function", () => {
  let http: HttpSigner;

  beforeEach(async () => {
    http = await HttpSigner.start();
  });

  afterEach(async () => http.stop());

  async function invoke(event: object, environment: Record<string, string> = CREDENTIALS) {
    const { stdout } = await run(process.execPath, [join(__dirname, "fakes/run-bundle.mjs")], {
      cwd: folder,
      env: {
        BUNDLE: pathToFileURL(bundle).href,
        EVENT: JSON.stringify(event),
        AWS_REGION: "eu-central-1",
        AWS_ENDPOINT_URL_SIGNER: http.url,
        ...environment,
      },
    });
    const lines = stdout.split("\n").map((line) => JSON.parse(line));
    return { logged: lines.slice(0, -1), answer: lines.at(-1) };
  }

  const CREDENTIALS = {
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "TOP-SECRET",
    AWS_SESSION_TOKEN: "TOP-TOKEN",
  };

  test("signs with the credentials that AWS Lambda provides, and logs none of them", async () => {
    http.respond = (response, request) => {
      const body = request.method === "POST" ? { jobId: "job" } : { jobId: "job", status: "Succeeded" };
      json(200, body)(response, request);
    };
    const { answer, logged } = await invoke(signEvent());
    expect(answer).toMatchObject({ result: { jobId: "job", status: "Succeeded", imported: false } });
    expect(http.received[0].headers).toMatchObject({
      authorization: expect.stringContaining("Credential=AKIDEXAMPLE/"),
      "x-amz-security-token": "TOP-TOKEN",
    });
    expect(logged.map(({ event }: { event: string }) => event)).toEqual(["started", "finished"]);
    expect(JSON.stringify(logged)).not.toContain("TOP-");
  });

  test("knows its own account, and adopts jobs of that account", async () => {
    const { source, destination, profileName } = signEvent() as Record<string, { bucketName: string; prefix: string }>;
    const signedObject = { s3: { bucketName: destination.bucketName, key: `${destination.prefix}job.zip` } };
    const job = { jobId: "job", status: "Succeeded", source: { s3: source }, profileName, signedObject };
    http.respond = json(200, { ...job, jobOwner: "111111111111" });
    expect((await invoke(signEvent({ importJobId: "job" }))).answer).toMatchObject({ result: { imported: true } });
    http.respond = json(200, { ...job, jobOwner: "222222222222" });
    expect((await invoke(signEvent({ importJobId: "job" }))).answer).toMatchObject({ result: { imported: false } });
  });

  test("returns an error in one line without a stack trace", async () => {
    http.respond = json(400, { message: "No\nsuch version" }, { "x-amzn-errortype": "ValidationException" });
    const { answer } = await invoke(signEvent());
    expect(answer).toEqual({
      errorType: "SigningJobRefused",
      errorMessage: expect.stringMatching(
        /^AWS Signer refused to sign s3:[^\n]*ValidationException \(HTTP 400\): No such version\.[^\n]*$/,
      ),
      trace: [""],
    });
  });

  test("refuses an invalid event before it calls AWS", async () => {
    const { answer } = await invoke(eventFrom("invalid/unknown-field"));
    expect(answer).toMatchObject({ errorType: "InvalidRequest", trace: [""] });
    expect(http.received).toEqual([]);
  });

  test("repeats a request with the same token after its connection was lost", async () => {
    http.respond = (response, request) => {
      if (http.received.length === 1) return response.socket?.destroy();
      return json(200, { jobId: "job", status: "Succeeded" })(response, request);
    };
    const { answer } = await invoke(signEvent());
    expect(answer).toMatchObject({ result: { jobId: "job" } });
    expect(http.received.slice(0, 2).map(({ body }) => body)).toEqual([http.received[0].body, http.received[0].body]);
  });

  test("reports missing credentials, and looks for them only in its environment", async () => {
    const { answer } = await invoke(signEvent(), { HOME: folder });
    expect(answer).toMatchObject({
      errorType: "InvalidCredentials",
      errorMessage: expect.stringContaining("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"),
    });
    expect(http.received).toEqual([]);
  });
});
