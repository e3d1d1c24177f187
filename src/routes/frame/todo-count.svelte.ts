import { office } from '../office.svelte';

/** How many things wait for the phone's owner. What counts them is loaded when it is wanted. */
class TodoCount {
  count = $state(0);

  /** To be called in an effect: counts anew whenever the platform's state changes. */
  follow(): void {
    if (office.phase !== 'ready' || !office.platform || !office.mobile || !office.device) {
      this.count = 0;
      return;
    }
    void office.state;
    void import('$lib/certificate').then(({ todosOf }) => {
      if (office.device) this.count = todosOf(office.state, office.device, office.now()).length;
    });
  }
}

export const todoCount = new TodoCount();
