import { expect, test, vi } from 'vitest';
import { newDesign } from '$lib/seal';
import { parseKept, writeKept, type KeptOrder } from './kept';

vi.mock('../../session.svelte', () => ({ session: {} }));

const COMPANY = '湘江测试供应有限公司';
const order: KeptOrder = {
  step: 'pin',
  years: 2,
  algorithm: 'p256',
  seals: [{ name: '合同专用章', design: newDesign('contract', { companyName: COMPANY }) }],
};

test('an order that was begun comes back with its step, its years and its seals', () => {
  expect(parseKept(writeKept(order, COMPANY), COMPANY)).toEqual(order);
  const without = { ...order, seals: [] };
  expect(parseKept(writeKept(without, COMPANY), COMPANY)).toEqual(without);
});

test('what was kept of another company, or is no order, does not come back', () => {
  expect(parseKept(writeKept(order, COMPANY), '别家测试有限公司')).toBeUndefined();
  expect(parseKept({ step: 'paid' }, COMPANY)).toBeUndefined();
  expect(parseKept(undefined, COMPANY)).toBeUndefined();
});
