/**
 * A signing platform of AWS Signer: the kind of code to sign and the algorithms to sign it with.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/gs-platform.html
 */
export class Platform {
  /** Deployment packages of AWS Lambda functions and layers. AWS Signer manages the signing key. */
  public static readonly AWS_LAMBDA_SHA384_ECDSA = Platform.of("AWSLambda-SHA384-ECDSA");

  /**
   * Container images in the format of the Notary Project. They are signed with `SignPayload`, usually by the
   * Notation CLI. This platform has no signing jobs.
   */
  public static readonly NOTATION_OCI_SHA384_ECDSA = Platform.of("Notation-OCI-SHA384-ECDSA");

  /** Firmware images for AWS IoT Device Management. They are signed with a certificate in ACM. */
  public static readonly AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA = Platform.of("AWSIoTDeviceManagement-SHA256-ECDSA");

  /** FreeRTOS images. They are signed with a certificate in ACM. */
  public static readonly AMAZON_FREE_RTOS_DEFAULT = Platform.of("AmazonFreeRTOS-Default");

  /** FreeRTOS images for the TI CC3220SF. They are signed with a certificate in ACM. */
  public static readonly AMAZON_FREE_RTOS_TI_CC3220SF = Platform.of("AmazonFreeRTOS-TI-CC3220SF");

  /**
   * Any platform, by its id. The constructs check the known rules of the predefined platforms when they are declared.
   * The rules of any other platform are left to AWS Signer.
   *
   * `hashicorp/aws` 5.100.0 creates profiles only for the predefined platforms.
   *
   * @param platformId id of the platform, as `aws signer list-signing-platforms` shows it.
   */
  public static of(platformId: string): Platform {
    return new Platform(platformId);
  }

  /** The platform's id, such as `AWSLambda-SHA384-ECDSA`. */
  public readonly platformId: string;

  private constructor(platformId: string) {
    this.platformId = platformId;
  }
}
