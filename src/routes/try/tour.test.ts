import { describe, expect, it } from 'vitest';
import { emptyCertificates, type CertificateState } from '$lib/certificate';
import { emptyPlatform } from '$lib/platform';
import { emptySuppliers } from '$lib/supplier';
import { tourOf } from './tour';

const newState = (): CertificateState => ({
  ...emptyPlatform(),
  ...emptySuppliers(),
  ...emptyCertificates(),
});

/** Puts into one of the state's maps what the tour looks at of a thing. */
function put(state: CertificateState, map: keyof CertificateState, id: string, thing: object): void {
  (state[map] as unknown as Map<string, object>).set(id, thing);
}

const done = (state: CertificateState): string[] =>
  tourOf(state).flatMap((step) => (step.done ? [step.id] : []));
const stepOf = (state: CertificateState, id: string) => tourOf(state).find((step) => step.id === id)!;

const approved = { state: 'approved', by: 'ca', at: 1 };
const supplier = (status: string, more: object = {}) => ({ standing: { status, since: 1 }, ...more });
const order = (name: string, more: object = {}) => ({ state: { name }, history: [], ...more });

describe('the tour', () => {
  it('begins with nothing done, in the order of the manual', () => {
    const steps = tourOf(newState());
    expect(steps.every((step) => !step.done && step.rejected === undefined)).toBe(true);
    expect(steps.map(({ chapter }) => chapter)).toEqual(steps.map(({ chapter }) => chapter).sort());
    expect(steps[0]).toMatchObject({ id: 'register', chapter: 2, who: 'desktop' });
  });

  it('ticks registration, profile and review off as the supplier comes to stand', () => {
    const state = newState();
    put(state, 'suppliers', 's', supplier('draft'));
    expect(done(state)).toEqual(['register']);
    put(state, 'suppliers', 's', supplier('submitted'));
    expect(done(state)).toEqual(['register', 'profile']);
    put(state, 'suppliers', 's', supplier('approved', { approved: {} }));
    expect(done(state)).toEqual(['register', 'profile', 'review']);
  });

  it('undoes a step that was rejected, and says why', () => {
    const state = newState();
    const standing = { status: 'rejected', since: 1, reason: '执照模糊' };
    put(state, 'suppliers', 's', { standing });
    expect(stepOf(state, 'profile')).toMatchObject({ done: false, rejected: '执照模糊' });
    put(state, 'persons', 'p', { review: { state: 'rejected', by: 'ca', at: 1, reason: '照片不清' } });
    expect(stepOf(state, 'person')).toMatchObject({ done: false, rejected: '照片不清' });
    put(state, 'orders', 'o', order('rejected', { state: { name: 'rejected', reason: '金额不符' } }));
    expect(stepOf(state, 'order')).toMatchObject({ done: false, rejected: '金额不符' });
  });

  it('keeps a profile in force when a change of it was rejected', () => {
    const state = newState();
    const standing = { status: 'rejected', since: 1, reason: '执照模糊' };
    put(state, 'suppliers', 's', { standing, approved: {} });
    expect(done(state)).toEqual(['register', 'profile', 'review']);
  });

  it('takes a request that waits for asked, and one that was approved for reviewed', () => {
    const state = newState();
    put(state, 'persons', 'p', { review: { state: 'pending' } });
    expect(done(state)).toEqual(['person']);
    put(state, 'persons', 'p', { review: approved });
    put(state, 'enterprises', 'e', { review: approved });
    expect(done(state)).toEqual(['person', 'person-review', 'enterprise', 'enterprise-review']);
  });

  it('follows an order to the bound certificate', () => {
    const state = newState();
    put(state, 'orders', 'o', order('placed'));
    expect(done(state)).toEqual([]);
    put(state, 'orders', 'o', order('paid'));
    expect(done(state)).toEqual(['order']);
    put(state, 'orders', 'o', order('issued', { history: [{ step: 'approved' }] }));
    put(state, 'certificates', 'c', {});
    expect(done(state)).toEqual(['order', 'voucher-review', 'issue']);
    put(state, 'certificates', 'c', { installedAt: 1, bound: {} });
    expect(done(state)).toEqual(['order', 'voucher-review', 'issue', 'install', 'bind']);
  });

  it('tells a renewal from the first certificate', () => {
    const state = newState();
    put(state, 'orders', 'o', order('paid', { replaces: '01' }));
    put(state, 'certificates', 'c', { replaces: '01', installedAt: 1, bound: {} });
    expect(done(state)).toEqual(['renew', 'renew-issue', 'renew-install', 'renew-bind']);
  });
});
