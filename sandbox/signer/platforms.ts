/** A signing platform as the API describes it. */
export interface SigningPlatform {
  readonly platformId: string;
  readonly displayName: string;
  readonly partner?: string;
  readonly target?: string;
  readonly category: string;
  readonly signingConfiguration: {
    readonly encryptionAlgorithmOptions: Options;
    readonly hashAlgorithmOptions: Options;
  };
  readonly signingImageFormat?: { readonly supportedFormats: readonly string[]; readonly defaultFormat: string };
  readonly maxSizeInMB?: number;
  readonly revocationSupported: boolean;
}

interface Options {
  readonly allowedValues: readonly string[];
  readonly defaultValue: string;
}

export const LAMBDA = "AWSLambda-SHA384-ECDSA";
export const NOTATION = "Notation-OCI-SHA384-ECDSA";

/**
 * The platforms of AWS. Measured for Lambda, from AWS's CLI examples for the devices. Of the Notation platform only
 * the documented members are known; the others are omitted.
 */
export const PLATFORMS: readonly SigningPlatform[] = [
  {
    platformId: LAMBDA,
    displayName: "AWS Lambda",
    partner: "AWSLambda",
    target: "SHA384-ECDSA",
    category: "AWS",
    signingConfiguration: algorithms("ECDSA", "SHA384"),
    signingImageFormat: imageFormat("JSONDetached"),
    maxSizeInMB: 250,
    revocationSupported: true,
  },
  {
    platformId: NOTATION,
    displayName: "Notation for container registries",
    category: "AWS",
    signingConfiguration: algorithms("ECDSA", "SHA384"),
    revocationSupported: true,
  },
  {
    platformId: "AWSIoTDeviceManagement-SHA256-ECDSA",
    displayName: "AWS IoT Device Management SHA256-ECDSA ", // the blank at the end is AWS's
    partner: "AWSIoTDeviceManagement",
    target: "SHA256-ECDSA",
    category: "AWS",
    signingConfiguration: algorithms("ECDSA", "SHA256"),
    signingImageFormat: imageFormat("JSONDetached"),
    maxSizeInMB: 2048,
    revocationSupported: false,
  },
  {
    platformId: "AmazonFreeRTOS-Default",
    displayName: "Amazon FreeRTOS SHA256-ECDSA",
    partner: "AmazonFreeRTOS",
    target: "SHA256-ECDSA",
    category: "AWS",
    signingConfiguration: algorithms("ECDSA", "SHA256"),
    signingImageFormat: imageFormat("JSONEmbedded"),
    maxSizeInMB: 16,
    revocationSupported: false,
  },
  {
    platformId: "AmazonFreeRTOS-TI-CC3220SF",
    displayName: "Amazon FreeRTOS SHA1-RSA CC3220SF-Format",
    partner: "AmazonFreeRTOS",
    target: "SHA1-RSA-TISHA1",
    category: "AWS",
    signingConfiguration: algorithms("RSA", "SHA1"),
    signingImageFormat: imageFormat("JSONEmbedded"),
    maxSizeInMB: 16,
    revocationSupported: false,
  },
];

export function findPlatform(platformId: string): SigningPlatform | undefined {
  return PLATFORMS.find((platform) => platform.platformId === platformId);
}

/** Whether AWS Signer holds the key itself. On the other platforms it signs with an ACM certificate of the profile. */
export function signsWithManagedKey(platform: SigningPlatform): boolean {
  return platform.platformId === LAMBDA || platform.platformId === NOTATION;
}

export function isEllipticCurve({ signingConfiguration }: SigningPlatform): boolean {
  return signingConfiguration.encryptionAlgorithmOptions.defaultValue === "ECDSA";
}

function algorithms(encryption: string, hash: string): SigningPlatform["signingConfiguration"] {
  return {
    encryptionAlgorithmOptions: { allowedValues: [encryption], defaultValue: encryption },
    hashAlgorithmOptions: { allowedValues: [hash], defaultValue: hash },
  };
}

function imageFormat(format: string): SigningPlatform["signingImageFormat"] {
  return { supportedFormats: [format], defaultFormat: format };
}
