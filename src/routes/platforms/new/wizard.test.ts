import { expect, it } from 'vitest';
import { wizard } from './wizard.svelte';

it('refuses a root PIN that is the work PIN', () => {
  wizard.step = 'founder';
  wizard.founder = '王德明';
  wizard.pins.staff = ['258147', '258147'];
  wizard.pins.root = ['258147', '258147'];
  expect(wizard.isRootPinTaken).toBe(true);
  expect(wizard.next()).toBe(false);
  wizard.pins.root = ['369258', '369258'];
  expect(wizard.isRootPinTaken).toBe(false);
  expect(wizard.next()).toBe(true);
  wizard.clear();
});
