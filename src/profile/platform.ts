/**
 * A signing platform of AWS Signer: what is signed, and with which algorithms.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/gs-platform.html
 */
export class Platform {
  /** Deployment packages of AWS Lambda functions and layers. AWS Signer keeps the key. */
  public static readonly AWS_LAMBDA_SHA384_ECDSA = Platform.of("AWSLambda-SHA384-ECDSA");

  /**
   * Container images in the format of the Notary Project. They are signed with `SignPayload`, usually by the
   * Notation CLI: there are no signing jobs on this platform.
   */
  public static readonly NOTATION_OCI_SHA384_ECDSA = Platform.of("Notation-OCI-SHA384-ECDSA");

  /** Firmware images for AWS IoT Device Management. Signs with a certificate in ACM. */
  public static readonly AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA = Platform.of("AWSIoTDeviceManagement-SHA256-ECDSA");

  /** FreeRTOS images. Signs with a certificate in ACM. */
  public static readonly AMAZON_FREE_RTOS_DEFAULT = Platform.of("AmazonFreeRTOS-Default");

  /** FreeRTOS images for the TI CC3220SF. Signs with a certificate in ACM. */
  public static readonly AMAZON_FREE_RTOS_TI_CC3220SF = Platform.of("AmazonFreeRTOS-TI-CC3220SF");

  /**
   * Any platform, by its id. What is known about the platforms above is checked when a construct is declared;
   * another platform's rules are left to AWS Signer.
   *
   * `hashicorp/aws` 5.100.0 creates profiles only for the platforms above.
   *
   * @param platformId id as `aws signer list-signing-platforms` shows it.
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
