/**
 * The validity period of a profile's signatures: 1 day to 135 months.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_SignatureValidityPeriod.html
 */
export class SignatureValidity {
  /**
   * A period of days.
   *
   * @param amount a whole number of days, 1 to 4110. The maximum is the most days that 135 months can have.
   */
  public static days(amount: number): SignatureValidity {
    return new SignatureValidity("DAYS", amount);
  }

  /**
   * A period of months.
   *
   * @param amount a whole number of months, 1 to 135.
   */
  public static months(amount: number): SignatureValidity {
    return new SignatureValidity("MONTHS", amount);
  }

  /**
   * A period of years.
   *
   * @param amount a whole number of years, 1 to 11. For the longest period, 11 years and 3 months, use `months(135)`.
   */
  public static years(amount: number): SignatureValidity {
    return new SignatureValidity("YEARS", amount);
  }

  /** Unit of the period: `DAYS`, `MONTHS` or `YEARS`. */
  public readonly unit: string;
  /** Length of the period in that unit. */
  public readonly value: number;

  private constructor(unit: string, value: number) {
    this.unit = unit;
    this.value = value;
  }
}
