import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import {
  Lazy,
  ListTerraformIterator,
  MapTerraformIterator,
  TerraformIterator,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import {
  SigningDestination,
  SigningFunction,
  SigningJob,
  SigningJobProps,
  SigningProfile,
  SigningSource,
} from "../../src";
import { valuesFor } from "../../src/protocol/result";
import { ACCOUNT, DESTINATION, lambdaProfile, newStack, signingJob, SOURCE, token } from "../synth/fixtures";
import { showJob, TEXTS } from "../synth/show-job";
import { show, Template } from "../synth/template";

const INVOCATION = "aws_lambda_invocation";
const DATA = "aws_signer_signing_job";
const FOR_EACH = "${var.packages}";

function packages(stack: TerraformStack): MapTerraformIterator {
  const type = "map(object({ key = string, version = string }))";
  const variable = new TerraformVariable(stack, "packages", { type });
  return TerraformIterator.fromMap(variable.value);
}

/** One job for each package. The function may read its source. */
function jobs(
  stack: TerraformStack,
  props: Partial<SigningJobProps> = {},
  iterator: MapTerraformIterator | ListTerraformIterator = packages(stack),
): SigningJob {
  (props.signingFunction ?? SigningFunction.getOrCreate(stack)).allowSources("builds", "services/");
  const source = SigningSource.fromBucket(
    "builds",
    `services/${iterator.getString("key")}`,
    iterator.getString("version"),
  );
  return signingJob(stack, { source, forEach: iterator, ...props });
}

/** Reads the attributes of the current item, as a resource with the same `forEach` does. */
function consumer(stack: TerraformStack, job: SigningJob, forEach: TerraformIterator): void {
  new LambdaFunction(stack, "consumer", {
    forEach,
    functionName: "consumer",
    role: "role",
    s3Bucket: job.signedObject.bucketName,
    s3Key: job.signedObject.key,
    description: job.isRevoked.toString(),
  });
}

function policyOf(template: Template): string {
  return template.resource("aws_iam_role_policy").policy;
}

describe("a signing job with forEach", () => {
  test("is one request, one invocation and one revocation for each key, which refer to each other by that key", () => {
    const template = Template.of((stack) => {
      const iterator = packages(stack);
      const destination = SigningDestination.toBucket("signed-bucket", `signed/${iterator.key}/`);
      const triggers = { build: iterator.getString("build") };
      jobs(stack, { destination, triggers, revokeOnDestroy: true }, iterator);
    });
    const [request, check] = ["job_Request", "job_RevokingFunction"].map((id) =>
      template.address("terraform_data", id),
    );
    const [signing, revocation] = ["job_Invocation", "job_Revocation"].map((id) => template.address(INVOCATION, id));

    expect(template.resource("terraform_data", "job_Request")).toEqual({
      for_each: FOR_EACH,
      triggers_replace: {
        source: { bucketName: "builds", key: "services/${each.value.key}", version: "${each.value.version}" },
        destination: { bucketName: "signed-bucket", prefix: "signed/${each.key}/" },
        profileName: expect.stringMatching(/^\$\{aws_signer_signing_profile\.[\w-]+\.name\}$/),
        profileVersion: expect.stringMatching(/^\$\{aws_signer_signing_profile\.[\w-]+\.version\}$/),
        triggers: { build: "${each.value.build}" },
      },
      input: { importJobId: "${null}" },
      lifecycle: { ignore_changes: ["input"] },
    });
    expect(template.resource("terraform_data", "job_RevokingFunction")).toMatchObject({
      for_each: FOR_EACH,
      triggers_replace: { requestToken: `\${${request}[each.key].id}` },
    });
    expect(template.resource(INVOCATION, "job_Invocation")).toMatchObject({
      for_each: FOR_EACH,
      lifecycle_scope: "CREATE_ONLY",
      depends_on: expect.arrayContaining([check]),
      input: expect.stringContaining(
        `"requestToken" = ${request}[each.key].id, "importJobId" = ${request}[each.key].output.importJobId, ` +
          '"source" = {"bucketName" = "builds", "key" = "services/${each.value.key}", "version" = each.value.version}, ' +
          '"destination" = {"bucketName" = "signed-bucket", "prefix" = "signed/${each.key}/"}',
      ),
    });
    expect(template.resource(INVOCATION, "job_Revocation")).toMatchObject({
      for_each: FOR_EACH,
      lifecycle_scope: "CRUD",
      triggers: { requestToken: `\${${request}[each.key].id}` },
      depends_on: expect.arrayContaining([check]),
      input: expect.stringContaining(`"signingJob" = jsondecode(${signing}[each.key].result)`),
    });
    expect(template.resource(INVOCATION, "job_Revocation").input).toContain(
      `"address" = "${revocation}[\${jsonencode(each.key)}]"`,
    );
  });

  test("takes a list of texts, whose items are their own keys", () => {
    const template = Template.of((stack) => {
      const list = new TerraformVariable(stack, "keys", { type: "list(string)" });
      const iterator = TerraformIterator.fromList(list.listValue);
      SigningFunction.getOrCreate(stack).allowSources("builds", "");
      signingJob(stack, { forEach: iterator, source: SigningSource.fromBucket("builds", iterator.value, "null") });
    });
    expect(template.resource(INVOCATION).for_each).toBe("${toset(var.keys)}");
    expect(template.resource(INVOCATION).input).toContain('"key" = each.value');
  });

  test("takes a list of objects, with one of their attributes as key", () => {
    const template = Template.of((stack) => {
      const list = new TerraformVariable(stack, "packages", { type: "list(object({ name = string, key = string }))" });
      jobs(stack, {}, TerraformIterator.fromComplexList(list.value, "name"));
    });
    expect(template.resource(INVOCATION).for_each).toBe("${{ for key, val in var.packages: val.name => val }}");
  });

  test("signs the objects of a resource with forEach", () => {
    const template = Template.of((stack) => {
      const objects = new S3Object(stack, "objects", { forEach: packages(stack), bucket: "builds", key: "services/x" });
      jobs(stack, {}, TerraformIterator.fromResources(objects) as unknown as MapTerraformIterator);
    });
    expect(template.resource(INVOCATION).for_each).toBe("${aws_s3_object.objects}");
  });

  test("passes values of the iterator in other properties to the function", () => {
    const template = Template.of((stack) => {
      const iterator = packages(stack);
      jobs(
        stack,
        {
          revokeOnDestroy: true,
          revocationReason: `${iterator.key} is superseded`,
          timeoutSeconds: iterator.getNumber("timeout"),
          ignoreSigningJobFailure: iterator.getBoolean("mayFail"),
        },
        iterator,
      );
    });
    expect(template.resource(INVOCATION, "job_Invocation").input).toMatch(
      /"ignoreSigningJobFailure" = each\.value\.mayFail, "timeoutSeconds" = each\.value\.timeout\}/,
    );
    expect(template.resource(INVOCATION, "job_Revocation").input).toContain('"reason" = "${each.key} is superseded"');
  });

  test("shares a source that is stored first between all items, and needs no allowSources for it", () => {
    const template = Template.of((stack) => {
      const iterator = packages(stack);
      const source = SigningSource.fromAsset(__dirname, { bucket: "builds", keyPrefix: "unsigned/" });
      signingJob(stack, { source, forEach: iterator, triggers: { name: iterator.key } });
    });
    expect(template.resource("aws_s3_object").for_each).toBeUndefined();
    expect(template.resource(INVOCATION).for_each).toBe(FOR_EACH);
  });

  test("forgets the revocations of all items with revokeOnDestroy: false", () => {
    const before = Template.of((stack) => void jobs(stack, { revokeOnDestroy: true }));
    const after = Template.of((stack) => void jobs(stack, { revokeOnDestroy: false }));
    expect(after.removed).toEqual([
      { from: before.address(INVOCATION, "job_Revocation"), lifecycle: { destroy: false } },
    ]);
  });

  test("is printed in the Terraform language", () => {
    const stack = newStack();
    const job = jobs(stack);
    stack.prepareStack();
    const { hcl } = stack.toHclTerraform();
    expect(hcl.match(/for_each = "\$\{var\.packages\}"/g)).toHaveLength(2);
    expect(hcl).toContain(
      `"requestToken" = ${job.request.terraformResourceType}.${job.request.friendlyUniqueId}[each.key].id`,
    );
  });
});

describe("the attributes of a signing job with forEach", () => {
  test("are those of the current item in a resource with the same forEach", () => {
    const template = Template.of((stack) => {
      const iterator = packages(stack);
      consumer(stack, jobs(stack, { revokeOnDestroy: true }, iterator), iterator);
    });
    const [signing, revocation] = ["job_Invocation", "job_Revocation"].map((id) => template.address(INVOCATION, id));
    const result = `jsondecode([${signing}[each.key].result, ${revocation}[each.key].id][0])`;
    expect(template.resource("aws_lambda_function", "consumer")).toMatchObject({
      for_each: FOR_EACH,
      s3_bucket: `\${${result}.signedObject.bucketName}`,
      s3_key: `\${${result}.signedObject.key}`,
      description: `\${tostring((length(${template.dataAddress(DATA)}[each.key].revocation_record) >= 1))}`,
    });
    expect(template.dataSource(DATA)).toEqual({ for_each: FOR_EACH, job_id: `\${${result}.jobId}` });
  });

  test("are those of the current item over the items of the job itself", () => {
    const template = Template.of((stack) => {
      const job = jobs(stack);
      consumer(stack, job, TerraformIterator.fromResources(job.resource));
    });
    const signing = template.address(INVOCATION);
    expect(template.resource("aws_lambda_function", "consumer")).toMatchObject({
      for_each: `\${${signing}}`,
      s3_key: `\${jsondecode(${signing}[each.key].result).signedObject.key}`,
    });
  });

  test("can be output for all items in one list", () => {
    const template = Template.of((stack) => {
      const job = jobs(stack);
      const items = TerraformIterator.fromResources(job.resource);
      show(stack, "jobs", items.dynamic({ name: items.key, jobId: job.jobId }));
    });
    const signing = template.address(INVOCATION);
    expect(template.outputs.jobs).toBe(
      `\${[ for key, val in ${signing}: {"name" = key, "jobId" = jsondecode(${signing}[key].result).jobId}]}`,
    );
  });

  test("are read of one item with forKey, by a key that is known at synthesis or later", () => {
    const template = Template.of((stack) => {
      const job = jobs(stack);
      showJob(stack, job.forKey("web"));
      show(stack, "isRevoked", job.forKey("web").isRevoked);
      show(stack, "revokedAt", job.forKey("web").revocationRecord.revokedAt);
      show(stack, "arn", job.forKey("web").signingJobArn);
      show(stack, "later", job.forKey(token(stack).text).jobId);
    });
    const signing = template.address(INVOCATION);
    const result = `jsondecode(${signing}["web"].result)`;
    const live = `${template.dataAddress(DATA)}["web"].revocation_record`;
    expect(template.outputs).toEqual({
      ...valuesFor(TEXTS, (name) => `\${${result}.${name}}`),
      signedBucketName: `\${${result}.signedObject.bucketName}`,
      signedKey: `\${${result}.signedObject.key}`,
      imported: `\${tostring(${result}.imported)}`,
      isRevoked: `\${tostring((length(${live}) >= 1))}`,
      revokedAt: `\${try(${live}[0].revoked_at, null)}`,
      arn: expect.stringMatching(/:\/signing-jobs\/\$\{jsondecode\(\S+\["web"\]\.result\)\.jobId\}$/),
      later: `\${jsondecode(${signing}[terraform_data.unknown.output.value].result).jobId}`,
    });
  });

  test("make an item, with a revocation, something that is destroyed before its signature is revoked", () => {
    const template = Template.of((stack) => {
      const job = jobs(stack, { revokeOnDestroy: true });
      show(stack, "key", job.forKey("web").signedObject.key);
      show(stack, "same", job.forKey("web") === job.forKey("web"));
      new IamRolePolicy(stack, "later", { role: "role", policy: "{}", dependsOn: [job.forKey("web")] });
    });
    const [signing, revocation] = ["job_Invocation", "job_Revocation"].map((id) => template.address(INVOCATION, id));
    expect(template.outputs).toEqual({
      key: `\${jsondecode([${signing}["web"].result, ${revocation}["web"].id][0]).signedObject.key}`,
      same: true,
    });
    expect(template.resource("aws_iam_role_policy", "later").depends_on).toEqual([revocation]);
  });

  test("are passed to another stack with all items, which reads its own", () => {
    const declare = (stack: TerraformStack): void => {
      const other = new TerraformStack(stack.node.root, "other");
      show(other, "key", jobs(stack).forKey("web").signedObject.key);
    };
    expect(Object.values(Template.of(declare).outputs)).toEqual([
      expect.stringMatching(/^\$\{aws_lambda_invocation\.job_Invocation_\w+\}$/),
    ]);
    expect(Template.of(declare, "other").outputs.key).toMatch(
      /^\$\{jsondecode\(data\.terraform_remote_state\.\S+\["web"\]\.result\)\.signedObject\.key\}$/,
    );
  });
});

describe("the role of a function whose jobs have forEach", () => {
  test("may read what allowSources allows, and nothing that is named after an item", () => {
    const policy = policyOf(
      Template.of((stack) => {
        const forEach = packages(stack);
        const source = SigningSource.fromBucket("builds", `services/${forEach.getString("key")}`, "null");
        signingJob(stack, { source, forEach });
        SigningFunction.getOrCreate(stack).allowSources("builds", "services/2024-");
      }),
    );
    expect(policy).toMatch(/"s3:GetObjectVersion"\], "Resource" = \["[^"]+:s3:::builds\/services\/2024-\*"\]/);
    expect(policy).not.toContain("each.");
  });

  test("may write below the part of the prefix that all items share", () => {
    const prefixes = (prefix: (iterator: MapTerraformIterator) => string): string => {
      const template = Template.of((stack) => {
        const iterator = packages(stack);
        const destination = SigningDestination.toBucket("signed-bucket", prefix(iterator));
        jobs(stack, { destination }, iterator);
      });
      return /"s3:PutObject"\], "Resource" = \["[^"]+:s3:::([^"]+)"\]/.exec(policyOf(template))?.[1] ?? "none";
    };
    expect(prefixes(() => "signed/")).toBe("signed-bucket/signed/*");
    expect(prefixes((iterator) => `signed/${iterator.key}/`)).toBe("signed-bucket/signed/*");
    expect(prefixes((iterator) => `a*${iterator.getString("folder")}`)).toBe("signed-bucket/a$${*}*");
  });

  test("may read exactly the source that all items share", () => {
    const policy = policyOf(
      Template.of((stack) => void signingJob(stack, { forEach: packages(stack), source: SOURCE })),
    );
    expect(policy).toMatch(/"s3:GetObjectVersion"\], "Resource" = \["[^"]+:s3:::source-bucket\/unsigned\/code\.zip"\]/);
  });
});

describe("a signing job with forEach is refused, in words that say what is wrong and where,", () => {
  const missing = (bucket: string, prefix: string): string =>
    '[stack/job] "source.key" is known only when Terraform runs, so the function\'s role must be allowed to read all objects that ' +
    `"forEach" can sign: call allowSources(${bucket}, "${prefix}") on the signing function, which is ` +
    'SigningFunction.getOrCreate(scope) unless the job has a "signingFunction", with the beginning that all keys share';

  function declare(allow: (signingFunction: SigningFunction) => void, bucketName: string = "builds"): () => Template {
    return () =>
      Template.of((stack) => {
        const iterator = packages(stack);
        const source = SigningSource.fromBucket(bucketName, `services/${iterator.getString("key")}`, "null");
        signingJob(stack, { source, forEach: iterator });
        allow(SigningFunction.getOrCreate(stack));
      });
  }

  test.each<[string, (signingFunction: SigningFunction) => void]>([
    ["where nothing is allowed", () => undefined],
    ["where another folder is allowed", (signing) => signing.allowSources("builds", "layers/")],
    ["where another bucket is allowed", (signing) => signing.allowSources("other-bucket", "services/")],
  ])("without permission to read its sources: %s", (_, allow) => {
    expect(declare(allow)).toThrow(missing('"builds"', "services/"));
  });

  test.each<[string, (signingFunction: SigningFunction) => void]>([
    ["the folder", (signing) => signing.allowSources("builds", "services/")],
    ["the bucket", (signing) => signing.allowSources("builds", "")],
    ["a part that all keys may share", (signing) => signing.allowSources("builds", "services/2024-")],
  ])("but not with permission for %s, given before or after the job", (_, allow) => {
    expect(declare(allow)).not.toThrow();
  });

  test("without permission in a bucket that the program declares, and not with it", () => {
    const withPermission = (isAllowed: boolean) => () =>
      Template.of((stack) => {
        const iterator = packages(stack);
        const bucket = new S3Object(stack, "object", { bucket: "b", key: "k" });
        const source = SigningSource.fromBucket(bucket.bucket, iterator.getString("key"), "null");
        signingJob(stack, { source, forEach: iterator });
        if (isAllowed) SigningFunction.getOrCreate(stack).allowSources(bucket.bucket, "");
      });
    expect(withPermission(false)).toThrow(missing('"${aws_s3_object.object.bucket}"', ""));
    expect(withPermission(true)).not.toThrow();
  });

  test("without permission in the document for a role of the user's own, but not where the user writes the policy", () => {
    const withDocument = (isUsed: boolean) => () =>
      Template.of((stack) => {
        const iterator = packages(stack);
        const signingFunction = new SigningFunction(stack, "own", { roleArn: `arn:aws:iam::${ACCOUNT}:role/own` });
        const source = SigningSource.fromBucket("builds", iterator.getString("key"), "null");
        const destination = SigningDestination.toBucket(iterator.getString("bucket"));
        signingJob(stack, { source, destination, forEach: iterator, signingFunction });
        if (isUsed) show(stack, "policy", signingFunction.policyDocumentFor(stack));
      });
    expect(withDocument(true)).toThrow(missing('"builds"', ""));
    expect(withDocument(true)).toThrow('[stack/job] "destination.bucketName" is a value of the iterator');
    expect(withDocument(false)).not.toThrow();
  });

  test("but not with an imported function, whose role is left alone", () => {
    expect(() =>
      Template.of((stack) => {
        const signingFunction = SigningFunction.fromFunctionName(stack, "shared", "shared-function");
        const iterator = packages(stack);
        const source = SigningSource.fromBucket("builds", iterator.getString("key"), "null");
        const destination = SigningDestination.toBucket(iterator.getString("bucket"));
        signingJob(stack, { source, destination, forEach: iterator, signingFunction });
      }),
    ).not.toThrow();
  });

  test.each<[string, (iterator: MapTerraformIterator, stack: TerraformStack) => Partial<SigningJobProps>]>([
    ["source.bucketName", (it) => ({ source: SigningSource.fromBucket(it.getString("bucket"), "services/key", "1") })],
    [
      "source.kmsKeyArn",
      (it) => ({ source: SigningSource.fromBucket("builds", "services/k", "1", { kmsKeyArn: it.getString("kms") }) }),
    ],
    [
      "destination.kmsKeyArn",
      (it) => ({ destination: SigningDestination.toBucket("signed", "", { kmsKeyArn: it.getString("kms") }) }),
    ],
    ["profileOwner", (it) => ({ profileOwner: it.getString("owner") })],
    [
      "profile.signingProfileName",
      (it, stack) => ({
        profile: SigningProfile.fromSigningProfileAttributes(stack, "p", {
          signingProfileName: it.getString("profile"),
        }),
      }),
    ],
  ])("with an own value for each item where the role's permissions contain it: %s", (property, props) => {
    const synthesize = () =>
      Template.of((stack) => {
        const iterator = packages(stack);
        jobs(stack, props(iterator, stack), iterator);
      });
    expect(synthesize).toThrow(
      `[stack/job] "${property}" must be the same for all items of "forEach", because the permissions of the function's role contain ` +
        "it, received a value of an iterator. Declare a signing job for each value that it can have",
    );
  });

  const writable: Array<[string, string]> = [
    ["s3:PutObject", "arn:aws:s3:::releases-*/signed/*"],
    ["s3:ListBucket", "arn:aws:s3:::releases-*"],
  ];

  test.each<[string, Array<[string, string]>, boolean]>([
    ["with neither", [], false],
    ["with the permission to write only", writable.slice(0, 1), false],
    ["with both", writable, true],
  ])("without permission to write to the buckets of its items: %s of two permissions", (_, allowed, isAccepted) => {
    const synthesize = (): Template =>
      Template.of((stack) => {
        const iterator = packages(stack);
        jobs(stack, { destination: SigningDestination.toBucket(iterator.getString("bucket"), "signed/") }, iterator);
        const signing = SigningFunction.getOrCreate(stack);
        allowed.forEach(([action, resource]) => signing.addToRolePolicy({ actions: [action], resources: [resource] }));
      });
    if (isAccepted) {
      expect(policyOf(synthesize())).toMatch(
        /"s3:ListBucket"\], "Resource" = \["[^"]+:s3:::builds", "arn:aws:s3:::releases-\*"\]}, .*"s3:PutObject"\], "Resource" = \["arn:aws:s3:::releases-\*\/signed\/\*"\]/,
      );
      return;
    }
    expect(synthesize).toThrow(
      '[stack/job] "destination.bucketName" is a value of the iterator, so the function\'s role must be allowed to write to all buckets ' +
        'that "forEach" can name: call addToRolePolicy({ actions: ["s3:PutObject"], resources: ["arn:aws:s3:::BUCKET/PREFIX*"] }) and ' +
        'addToRolePolicy({ actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::BUCKET"] }) for them on the signing function, which ' +
        'is SigningFunction.getOrCreate(scope) unless the job has a "signingFunction"',
    );
  });

  test("with a bucket that turns out to be a value of the iterator only at synthesis", () => {
    const synthesize = (): Template =>
      Template.of((stack) => {
        const iterator = packages(stack);
        let bucket = "signed-bucket";
        const bucketName = Lazy.stringValue({ produce: () => bucket });
        jobs(stack, { destination: SigningDestination.toBucket(bucketName) }, iterator);
        bucket = iterator.getString("bucket");
      });
    expect(synthesize).toThrow('[stack/job] "destination.bucketName" must be the same for all items of "forEach"');
  });

  test("with a job to adopt, which is only one", () => {
    const stack = newStack();
    expect(() => jobs(stack, { importJobId: "job-1" })).toThrow(
      '[stack/job] "importJobId" must not be given together with "forEach", because it names one job, and "forEach" declares a job ' +
        'for each item. Adopt the job with a SigningJob without "forEach"',
    );
  });

  test("with a list instead of an iterator", () => {
    expect(() => signingJob(newStack(), { forEach: ["a", "b"] as never })).toThrow(
      '[stack/job] "forEach" must be an iterator: one of TerraformIterator.from…, received ["a","b"]',
    );
  });

  test("with a path that is a value of the iterator", () => {
    const stack = newStack();
    const iterator = packages(stack);
    const source = SigningSource.fromAsset(iterator.getString("path"), { bucket: "builds" });
    expect(() => signingJob(stack, { forEach: iterator, source })).toThrow(
      '"path" must be a path on this machine that is known when the stack is synthesized',
    );
  });
});

test("an object with forEach is refused as one source, and the error says how all of them are signed", () => {
  const stack = newStack();
  const objects = new S3Object(stack, "objects", { forEach: packages(stack), bucket: "builds", key: "services/x" });
  expect(() => signingJob(stack, { source: SigningSource.fromObject(objects) })).toThrow(
    '[stack/job] "s3Object" must be one object, received "stack/objects", which has an object for each item of "forEach". Sign all ' +
      'of them with the iterator TerraformIterator.fromResources(…): pass it as "forEach", and its values to SigningSource.fromBucket, ' +
      'such as getString("key") and getString("version_id")',
  );
});

test("one item is refused of a signing job that has none, and without a key", () => {
  const stack = newStack();
  expect(() => signingJob(stack, { profile: lambdaProfile(stack), destination: DESTINATION }).forKey("web")).toThrow(
    '[stack/job] "forKey" must not be called on a signing job without "forEach", which has no items: use the attributes of the job ' +
      "itself",
  );
  expect(() => jobs(newStack()).forKey("")).toThrow('[stack/job] "key" must be a non-empty string, received ""');
});
