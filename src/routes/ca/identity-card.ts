/** The date of birth that an identity number states (GB 11643): 1949-12-31. */
export function bornOn(idNumber: string): string {
  return `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
}
