import * as v from 'valibot';

/** A certificate's serial number as `describeCertificate` gives it: RFC 5280 §4.1.2.2 allows 20 octets. */
export const serialNumber = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2}){1,20}$/));
