import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { testExample } from "./test-example";

const IMAGE = readFileSync(resolve(__dirname, "../../examples/iot-image/firmware.bin"));

testExample("iot-image", "gives a document with the image and its signature", {
  whenDeployed: async ({ example, account }) => {
    const { signedObjectBucketName, signedObjectKey } = await example.outputsOf();
    const { Body } = await account.root.s3.send(
      new GetObjectCommand({ Bucket: String(signedObjectBucketName), Key: String(signedObjectKey) }),
    );
    const document = JSON.parse(await Body!.transformToString()) as unknown;

    expect(document).toMatchObject({
      signatureAlgorithm: "SHA256withECDSA",
      signature: expect.any(String),
      payload: IMAGE.toString("base64"),
    });
  },
});
