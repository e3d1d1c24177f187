import { describe, expect, test } from 'vitest';
import {
  emptyCertificates,
  type CertificateState,
  type Enterprise,
  type Order,
  type PlatformCertificate,
} from '$lib/certificate';
import { emptyPlatform } from '$lib/platform';
import { emptySuppliers } from '$lib/supplier';
import { certificatesWith, ordersWith } from './registers';

const NOW = Date.UTC(2026, 10, 25);
const DAY = 86_400_000;

function state(): CertificateState {
  const made = { ...emptyPlatform(), ...emptySuppliers(), ...emptyCertificates() };
  for (const [id, companyName, creditCode] of [
    ['e1', '云溪测试有限公司', '91350100M000100Y43'],
    ['e2', '湖南另一家有限公司', '91430600MA4L16JJ05'],
  ] as const) {
    made.enterprises.set(id as Enterprise['id'], { id, companyName, creditCode } as unknown as Enterprise);
    const order = { id: `order-${id}`, subject: { companyName, creditCode }, state: { name: 'paid' } };
    made.orders.set(order.id as Order['id'], order as unknown as Order);
  }
  const certificate = (serial: string, enterprise: string, more: Partial<PlatformCertificate>) =>
    made.certificates.set(serial, {
      ...{ serial, enterprise, notAfter: NOW + DAY, ...more },
    } as unknown as PlatformCertificate);
  certificate('0a1b2c3d', 'e1', {});
  certificate('4e5f6071', 'e2', { notAfter: NOW - DAY });
  made.orders.get('order-e2' as Order['id'])!.state = { name: 'placed' };
  return made;
}

describe('registers', () => {
  test('the newest stand first', () => {
    expect(ordersWith(state(), { search: '', name: 'all' }).map(({ id }) => id)).toEqual([
      'order-e2',
      'order-e1',
    ]);
  });

  test.each([
    ['测试', ['order-e1']],
    ['9135 0100 m000', ['order-e1']],
    ['ORDER-E2', ['order-e2']],
    ['没有这家', []],
  ])('orders are found by %j', (search, found) => {
    expect(ordersWith(state(), { search, name: 'all' }).map(({ id }) => id)).toEqual(found);
  });

  test('orders are filtered by their state', () => {
    expect(ordersWith(state(), { search: '', name: 'placed' }).map(({ id }) => id)).toEqual(['order-e2']);
  });

  test.each([
    ['0A1B 2C3D', 'all', ['0a1b2c3d']],
    ['', 'expired', ['4e5f6071']],
    ['', 'issued', ['0a1b2c3d']],
    ['湖南', 'issued', []],
  ] as const)('certificates are found by %j and %s', (search, standing, found) => {
    const serials = certificatesWith(state(), { search, standing, now: NOW }).map(({ serial }) => serial);
    expect(serials).toEqual(found);
  });
});
