/** How long a signature is valid. */
export interface ValidityPeriod {
  readonly value: number;
  readonly type: string;
}

/** The longest validity that AWS accepts, 11 years and 3 months. It is also the default. */
export const MAX_VALIDITY: ValidityPeriod = { value: 135, type: "MONTHS" };

export function expiryOf(start: Date, { value, type }: ValidityPeriod): Date {
  const expiry = new Date(start);
  if (type === "DAYS") {
    expiry.setUTCDate(expiry.getUTCDate() + value);
    return expiry;
  }
  expiry.setUTCMonth(expiry.getUTCMonth() + (type === "YEARS" ? value * 12 : value));
  // A missing day, such as February 30, becomes the month's last day.
  if (expiry.getUTCDate() !== start.getUTCDate()) expiry.setUTCDate(0);
  return expiry;
}

export function isAllowedValidity(period: ValidityPeriod, now: Date): boolean {
  return period.value >= 1 && expiryOf(now, period) <= expiryOf(now, MAX_VALIDITY);
}
