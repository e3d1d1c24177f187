/** From nothing to a certificate, as several tests need it. */
import type { BrowserContext, Page } from '@playwright/test';
import { approve, issue } from './operator';
import { fillEnterprise, fillPerson, goToPin, install, pay, signIn, submit, typeNewPin } from './phone-clerk';
import { tabOf } from './supplier-clerk';

/** From the phone's login to a certificate that is installed. */
export async function getCertificate(context: BrowserContext, operator: Page): Promise<Page> {
  const phone = await tabOf(context, 'phone', '/phone');
  await signIn(phone);
  await phone.goto('/phone/real-name');
  await fillPerson(phone);
  await submit(phone);
  await approve(operator, 'persons');
  await phone.goto('/phone/enterprise');
  await fillEnterprise(phone);
  await submit(phone);
  await approve(operator, 'enterprises');
  await phone.goto('/phone/apply');
  await goToPin(phone);
  await typeNewPin(phone);
  await pay(phone);
  await approve(operator, 'vouchers');
  await issue(operator);
  await install(phone);
  return phone;
}
