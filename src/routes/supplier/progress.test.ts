import { describe, expect, test } from 'vitest';
import {
  emptyCertificates,
  type CertificateState,
  type Enterprise,
  type Order,
  type PlatformCertificate,
} from '$lib/certificate';
import type { AuthorId, RecordId } from '$lib/ledger';
import { emptyPlatform } from '$lib/platform';
import { emptySuppliers, type Supplier } from '$lib/supplier';
import { currentStep, journeyOf } from './journey';
import { formerName, progressOf, renewalDays } from './progress';

const NOW = Date.UTC(2026, 10, 25);
const DAY = 86_400_000;
const CODE = '91350100M000100Y43';
const SUPPLIER = 'supplier' as RecordId;
const ENTERPRISE = 'enterprise' as RecordId;
const PERSON = 'person' as AuthorId;

function supplierWith(approved: boolean, status: Supplier['standing']['status'] = 'approved'): Supplier {
  const submission = { profile: { creditCode: CODE } };
  return {
    id: SUPPLIER,
    standing: { status, since: NOW, reason: '照片不清楚' },
    ...(approved && { approved: submission }),
  } as unknown as Supplier;
}

function enterprise(review: Enterprise['review']): Enterprise {
  return { id: ENTERPRISE, by: PERSON, creditCode: CODE, at: NOW - DAY, review } as Enterprise;
}

function certificate(serial: string, more: Partial<PlatformCertificate> = {}): PlatformCertificate {
  return {
    ...{ serial, enterprise: ENTERPRISE, person: PERSON, issuedAt: NOW - DAY },
    ...{ notBefore: NOW - DAY, notAfter: NOW + 365 * DAY },
    ...more,
  } as PlatformCertificate;
}

function order(name: Order['state']['name'], more: Partial<Order> = {}): Order {
  const state = { name, voucher: 'v', reason: '金额不符' } as unknown as Order['state'];
  return {
    id: 'order' as RecordId,
    enterprise: ENTERPRISE,
    person: PERSON,
    at: NOW,
    state,
    ...more,
  } as Order;
}

function stateWith(o: {
  enterprises?: Enterprise[];
  orders?: Order[];
  certificates?: PlatformCertificate[];
}): CertificateState {
  const state = { ...emptyPlatform(), ...emptySuppliers(), ...emptyCertificates() };
  for (const one of o.enterprises ?? []) {
    state.enterprises.set(one.id, one);
    if (one.review.state === 'approved') state.enterpriseOf.set(one.creditCode, one.id);
  }
  for (const one of o.orders ?? []) state.orders.set(one.id, one);
  for (const one of o.certificates ?? []) state.certificates.set(one.serial, one);
  return state;
}

const verified = enterprise({ state: 'approved', by: PERSON, at: NOW - DAY });
const bound = { installedAt: NOW - DAY, bound: { supplier: SUPPLIER, at: NOW - DAY } };
const stageOf = (o: Parameters<typeof stateWith>[0]): string =>
  progressOf(stateWith(o), supplierWith(true), NOW).stage.name;

describe('how far a company is with its certificate', () => {
  test('nothing can be bound before the profile is approved', () => {
    expect(progressOf(stateWith({}), supplierWith(false), NOW).stage.name).toBe('not-approved');
    expect(stageOf({})).toBe('not-started');
  });

  test('it follows the company and the order', () => {
    const rejected = enterprise({ state: 'rejected', by: PERSON, at: NOW, reason: '执照不清楚' });
    expect(stageOf({ enterprises: [enterprise({ state: 'pending' })] })).toBe('enterprise-review');
    expect(stageOf({ enterprises: [rejected] })).toBe('enterprise-rejected');
    expect(stageOf({ enterprises: [verified] })).toBe('enterprise-verified');
    for (const name of ['placed', 'paid', 'approved'] as const)
      expect(stageOf({ enterprises: [verified], orders: [order(name)] })).toBe(name);
    expect(stageOf({ enterprises: [verified], orders: [order('rejected')] })).toBe('voucher-rejected');
    expect(stageOf({ enterprises: [verified], orders: [order('withdrawn')] })).toBe('enterprise-verified');
  });

  test('it follows the certificate', () => {
    const at = (more: Partial<PlatformCertificate>): string =>
      stageOf({ enterprises: [verified], certificates: [certificate('01', more)] });
    expect(at({})).toBe('issued');
    expect(at({ installedAt: NOW })).toBe('installed');
    expect(at(bound)).toBe('bound');
    expect(at({ ...bound, notAfter: NOW - 1 })).toBe('expired');
    const revoked = { at: NOW, reason: 'unspecified', note: '遗失', by: PERSON, recordedAt: NOW } as const;
    expect(at({ ...bound, revoked: revoked as PlatformCertificate['revoked'] })).toBe('revoked');
  });

  test('a renewal that is under way comes first, and the old certificate stays in force', () => {
    const renewal = order('paid', { replaces: '01' });
    const progress = progressOf(
      stateWith({ enterprises: [verified], orders: [renewal], certificates: [certificate('01', bound)] }),
      supplierWith(true),
      NOW,
    );
    expect(progress.stage.name).toBe('paid');
    expect(progress.bound.map(({ serial }) => serial)).toEqual(['01']);
    expect(journeyOf(supplierWith(true), progress)).toEqual(Array(5).fill('done'));
  });

  test('a certificate that is bound to another account is not this one’s', () => {
    const other = { ...bound, bound: { supplier: 'other' as RecordId, at: NOW } };
    expect(stageOf({ enterprises: [verified], certificates: [certificate('01', other)] })).toBe(
      'enterprise-verified',
    );
  });

  test('renewing is due from sixty days before the end, until it is ordered', () => {
    const ending = certificate('01', { ...bound, notAfter: NOW + 59.5 * DAY });
    const days = (o: Parameters<typeof stateWith>[0]) => renewalDays(stateWith(o), ending, NOW);
    expect(days({ certificates: [ending] })).toBe(59);
    expect(days({ certificates: [ending], orders: [order('placed', { replaces: '01' })] })).toBeUndefined();
    expect(renewalDays(stateWith({}), certificate('02', bound), NOW)).toBeUndefined();
  });
});

describe('the way of a supplier', () => {
  const start = progressOf(stateWith({}), supplierWith(false), NOW);

  test('leads from the profile over its review to the certificate and its binding', () => {
    expect(currentStep(supplierWith(false, 'draft'), start)).toBe('profile');
    expect(currentStep(supplierWith(false, 'submitted'), start)).toBe('review');
    const approved = supplierWith(true);
    expect(currentStep(approved, progressOf(stateWith({}), approved, NOW))).toBe('certificate');
    const installed = stateWith({
      enterprises: [verified],
      certificates: [certificate('01', { installedAt: NOW })],
    });
    expect(currentStep(approved, progressOf(installed, approved, NOW))).toBe('bind');
  });

  test('shows where something is to be done anew', () => {
    expect(journeyOf(supplierWith(false, 'rejected'), start)[1]).toBe('problem');
    const supplier = supplierWith(true);
    const progress = progressOf(
      stateWith({ enterprises: [verified], orders: [order('rejected')] }),
      supplier,
      NOW,
    );
    expect(journeyOf(supplier, progress)).toEqual(['done', 'done', 'done', 'problem', 'todo']);
  });
});

describe('a company that was renamed', () => {
  const renamed = (companyName: string): Supplier =>
    ({
      ...supplierWith(true),
      approved: { profile: { creditCode: CODE, companyName } },
    }) as unknown as Supplier;
  const state = stateWith({
    enterprises: [{ ...enterprise({ state: 'pending' }), companyName: '湘江测试供应有限公司' }],
  });
  const bound = [certificate('01')];

  test('is told the name that its certificate still carries', () => {
    expect(formerName(state, renamed('湘江测试供应（集团）有限公司'), bound)).toBe('湘江测试供应有限公司');
  });

  test('is told nothing where the names agree, or no certificate is in use', () => {
    expect(formerName(state, renamed('湘江测试供应有限公司'), bound)).toBeUndefined();
    expect(formerName(state, renamed('湘江测试供应（集团）有限公司'), [])).toBeUndefined();
  });
});
