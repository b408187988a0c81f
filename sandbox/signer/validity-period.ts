/** How long a signature is valid. */
export interface ValidityPeriod {
  readonly value: number;
  readonly type: string;
}

/** The longest validity that AWS takes, 11 years and 3 months, and the one of a profile that names none. */
export const MAX_VALIDITY: ValidityPeriod = { value: 135, type: "MONTHS" };

export function expiryOf(start: Date, { value, type }: ValidityPeriod): Date {
  const expiry = new Date(start);
  if (type === "DAYS") {
    expiry.setUTCDate(expiry.getUTCDate() + value);
    return expiry;
  }
  expiry.setUTCMonth(expiry.getUTCMonth() + (type === "YEARS" ? value * 12 : value));
  // A day that the month does not have, such as February 30, is the month's last day.
  if (expiry.getUTCDate() !== start.getUTCDate()) expiry.setUTCDate(0);
  return expiry;
}

export function isAllowedValidity(period: ValidityPeriod, now: Date): boolean {
  return period.value >= 1 && expiryOf(now, period) <= expiryOf(now, MAX_VALIDITY);
}
