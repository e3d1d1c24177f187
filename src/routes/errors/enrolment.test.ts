import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EnrolmentError } from '$lib/certificate';
import { describeError } from '../error-text';
import { enrolmentRefusal, identityNumberProblem } from './enrolment';

const KINDS = new URL('../../lib/certificate/kinds/', import.meta.url);
/** what a phone or a supplier's desktop writes; operators have texts of their own */
const WRITTEN_HERE =
  /^(?:person-requested|enterprise-requested|member-|order-(?:placed|paid|withdrawn)|certificate-(?:installed|bound))/;

const codes = readdirSync(KINDS)
  .filter((file) => WRITTEN_HERE.test(file) && !file.endsWith('.test.ts'))
  .flatMap((file) => {
    const source = readFileSync(new URL(file, KINDS), 'utf8');
    const found = [...source.matchAll(/(?:return |\? |: )'([a-z]+(?:-[a-z]+)+)'/g)];
    return found.map((match) => [file.replace('.ts', '').replace('-', '.'), match[1]!] as const);
  });

describe('why a record of a certificate’s life does not count', () => {
  it('has codes to tell of', () => expect(codes.length).toBeGreaterThan(20));

  it.each(codes)('%s: %s is told in words', (kind, code) => {
    expect(enrolmentRefusal(kind, code)).not.toContain(code);
  });

  it('says what is pending by the kind', () => {
    const [person, company] = ['person.requested', 'enterprise.requested'].map((kind) =>
      enrolmentRefusal(kind, 'pending-already'),
    );
    expect(person).not.toBe(company);
  });

  it('keeps a code that nobody foresaw', () => {
    expect(enrolmentRefusal('order.placed', 'constructor')).toContain('constructor');
  });
});

describe('an error on the way to a certificate', () => {
  it('is told with what it knows', () => {
    const refused = new EnrolmentError('not-permitted', { kind: 'order.placed', reason: 'open-order' });
    expect(describeError(refused).text).toBe(enrolmentRefusal('order.placed', 'open-order'));
    const number = new EnrolmentError('identity-number', { problem: 'length' });
    expect(describeError(number).text).toBe(identityNumberProblem('length'));
    expect(identityNumberProblem('check')).not.toBe(identityNumberProblem('region'));
    expect(describeError(new EnrolmentError('seal-name', { name: '另一家公司' })).text).toContain(
      '另一家公司',
    );
  });

  it('tells of a PDF only where one would do', () => {
    const of = (part: string) => describeError(new EnrolmentError('file', { problem: 'type', part })).text;
    expect(of('voucher')).toContain('PDF');
    expect(of('front')).not.toContain('PDF');
  });
});
