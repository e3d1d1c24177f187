import { oid, printableString, sequence, setOf, utf8String } from './der';
import { isCreditCode } from './credit-code';
import { PkiError } from './error';
import { OID } from './oid';
import { fields, readDer, type Tlv } from './tlv';
import { oidOf, textOf } from './value';

/** Who asks for, and gets, a company certificate. */
export interface CompanySubject {
  /** full registered name, 1 to 64 characters */
  companyName: string;
  /** unified social credit code, GB 32100-2015 */
  creditCode: string;
  /** 1 to 64 characters */
  platformName: string;
}

/** The further OU of everything issued for trying out, so that any program that shows the subject shows it. */
export const TRIAL_UNIT = '体验证书 · TRIAL';

/** Upper bound of names in characters: ub-common-name, ub-organization-name and -unit-name of RFC 5280, A.1. */
const MAX_CHARACTERS = 64;

export function companyName(subject: CompanySubject, trial: boolean): Uint8Array {
  if (!isCreditCode(subject.creditCode))
    throw new PkiError('bad-credit-code', { creditCode: subject.creditCode });
  const organization = bounded('companyName', subject.companyName);
  return sequence(
    COUNTRY,
    relativeName(OID.organizationName, utf8String(organization)),
    relativeName(OID.organizationalUnitName, utf8String(bounded('platformName', subject.platformName))),
    ...(trial ? [TRIAL] : []),
    relativeName(OID.commonName, utf8String(organization)),
    // X.520: PrintableString is the only type that serialNumber has
    relativeName(OID.serialNumber, printableString(subject.creditCode)),
  );
}

export function authorityName(commonName: string, trial: boolean): Uint8Array {
  return sequence(
    COUNTRY,
    ...(trial ? [TRIAL] : []),
    relativeName(OID.commonName, utf8String(bounded('name', commonName))),
  );
}

function relativeName(type: string, value: Uint8Array): Uint8Array {
  return setOf([sequence(oid(type), value)]);
}

const COUNTRY = relativeName(OID.countryName, printableString('CN'));
const TRIAL = relativeName(OID.organizationalUnitName, utf8String(TRIAL_UNIT));

function bounded(field: string, text: string): string {
  const length = [...text].length;
  // eslint-disable-next-line no-control-regex
  if (length < 1 || length > MAX_CHARACTERS || text !== text.trim() || /[\u0000-\u001f\u007f]/.test(text)) {
    throw new PkiError('bad-subject', { field, length });
  }
  return text;
}

interface NameAttribute {
  type: string;
  value: Tlv;
}

/** The attributes of a name, in the order of its relative names; those that one relative name joins are joined. */
function attributesOf(name: Uint8Array): NameAttribute[][] {
  return fields(readDer(name), 'Name').all((relative) =>
    fields(relative, 'RelativeDistinguishedName').all((attribute) => {
      const parts = fields(attribute, 'AttributeTypeAndValue');
      const type = oidOf(parts.next('type'));
      const value = parts.next('value');
      parts.end();
      return { type, value };
    }),
  );
}

/** Texts of one attribute type, in the order of the name. Values that are no text are left out. */
export function textsOf(name: Uint8Array, type: string): string[] {
  return attributesOf(name)
    .flat()
    .filter((attribute) => attribute.type === type)
    .flatMap(({ value }) => textOf(value) ?? []);
}

/** What to call whoever has this name: common name, else organisation, else unit, else nothing. */
export function displayName(name: Uint8Array): string {
  for (const type of [OID.commonName, OID.organizationName, OID.organizationalUnitName]) {
    const text = textsOf(name, type).at(-1);
    if (text !== undefined) return text;
  }
  return '';
}

/**
 * Reads a name that follows the profile.
 *
 * @throws PkiError `bad-subject` for one that does not
 */
export function companySubjectOf(name: Uint8Array): CompanySubject {
  const [companyName, creditCode, platformName] = [
    OID.organizationName,
    OID.serialNumber,
    OID.organizationalUnitName,
  ].map((type) => textsOf(name, type)[0]);
  if (companyName === undefined || textsOf(name, OID.commonName)[0] !== companyName) {
    throw new PkiError('bad-subject', { field: 'companyName' });
  }
  if (platformName === undefined || platformName === TRIAL_UNIT) {
    throw new PkiError('bad-subject', { field: 'platformName' });
  }
  if (creditCode === undefined || !isCreditCode(creditCode))
    throw new PkiError('bad-credit-code', { creditCode });
  return { companyName, creditCode, platformName };
}

/**
 * A form in which two names are equal when RFC 5280 §7.1 calls them equal: texts of whatever string type, without
 * regard to case and to spaces at the ends or repeated; other values by their bytes.
 */
export function comparableName(name: Uint8Array): string {
  return JSON.stringify(comparableRelativeNames(name));
}

/** The same for every relative name, in the order of the name. */
export function comparableRelativeNames(name: Uint8Array): string[] {
  return attributesOf(name).map((attributes) =>
    JSON.stringify(
      attributes
        .map(({ type, value }) => {
          const text = textOf(value);
          return text === undefined
            ? `${type}=#${Array.from(value.raw).join(',')}`
            : `${type}=${text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')}`;
        })
        .sort(),
    ),
  );
}
