import { expect, test } from 'vitest';
import { placeAfter } from './after';

test('logging in leads back to the page of the supplier that asked for it', () => {
  expect(placeAfter('/supplier/certificate')).toBe('/supplier/certificate');
  expect(placeAfter('/supplier')).toBe('/supplier');
});

test('an address made up by somebody else leads nowhere but home', () => {
  for (const address of [
    null,
    '',
    'https://example.com',
    '//example.com',
    '/supplier//example.com',
    '/admin',
  ])
    expect(placeAfter(address)).toBe('/supplier');
});
