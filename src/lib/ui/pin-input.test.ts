import { expect, it, vi } from 'vitest';
import { pinDigits, pinInput } from './pin-input';

it('takes digits only, those of an input method in full width too', () => {
  expect(pinDigits('２８３ 746a')).toBe('283746');
  expect(pinDigits('1234567890123456')).toBe('123456789012');
});

it('is no password field where the browser masks text', () => {
  vi.stubGlobal('CSS', { supports: () => true });
  expect(pinInput(false)).toMatchObject({ type: 'text', class: 'masked', autocomplete: 'off' });
  expect(pinInput(true)).toMatchObject({ type: 'text', class: undefined });
  vi.unstubAllGlobals();
});

it('is masked in every browser', () => {
  vi.stubGlobal('CSS', { supports: () => false });
  expect(pinInput(false)).toMatchObject({ type: 'password', autocomplete: 'one-time-code' });
  vi.unstubAllGlobals();
});
