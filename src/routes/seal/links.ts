/** Where a signature is written by hand. */
export const SIGNATURE_PAD = '/seals/new?kind=signature';
