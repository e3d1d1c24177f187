import { readCompanyName } from '../seal';
import { CertificateError } from './error';

/**
 * The name of a company in the form that is signed: see `readCompanyName` of the seals.
 *
 * @throws CertificateError `company-name`
 */
export function parseCompanyName(typed: string): string {
  const read = readCompanyName(typed);
  if ('name' in read) return read.name;
  const { problem: reason, ...detail } = read;
  throw new CertificateError('company-name', { reason, ...detail });
}
