import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { onlyFirstClick } from '../manager/onlyFirstClick.ts';
import { useOneAtATime } from '../manager/useOneAtATime.ts';
import { focusFirstWrong } from './focusFirstWrong.ts';
import { LockNote, useLock } from './LockNote.tsx';
import { PinFields } from './PinFields.tsx';

import { EMPTY_PIN, newPinPairSchema } from './settingsForm.ts';
import { unchangedWhile } from './unchangedWhile.ts';
import { useMendedErrors } from './useMendedErrors.ts';
import type { Store } from './useStoring.ts';

interface ChangePinProps {
  pin: string;
  /** The settings are being saved: "saved" would be heard of a PIN that is typed meanwhile as well. */
  isSaving: boolean;
  store: Store;
  /** With every key: whether something of another PIN is typed. Kept by `useCallback`. */
  onTyped: (isTyped: boolean) => void;
  onChanged: (pin: string) => void;
}

const resolver = zodResolver(z.object({ pin: newPinPairSchema }));

/** The manager's new PIN. It holds from the moment that it is stored. */
export function ChangePin({ pin, isSaving, store, onTyped, onChanged }: ChangePinProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const form = useForm({ defaultValues: { pin: EMPTY_PIN }, resolver, shouldFocusError: false });
  useMendedErrors(form);
  const { first, again } = useWatch({ control: form.control, name: 'pin' });
  useEffect(() => onTyped(first !== '' || again !== ''), [first, again, onTyped]);
  const [said, setSaid] = useState<'changed' | BridgeError['code'] | 'no-answer' | null>(null);

  const lock = useLock('managerPin');
  const oneAtATime = useOneAtATime();
  const change = form.handleSubmit(
    async (values) => {
      const newPin = values.pin.first;
      const stored = await store('pin', () => bridge.changePin({ pin, newPin }));
      if (stored === null) return;
      if (stored.failure !== null) return setSaid(stored.failure);
      form.reset();
      setSaid('changed');
      onChanged(newPin);
    },
    () => focusFirstWrong(form),
  );

  if (lock !== null)
    return (
      <section className="settings-section" aria-labelledby="change-pin-title">
        <h3 id="change-pin-title" tabIndex={-1}>
          {t('settings.changePin')}
        </h3>
        <LockNote id="change-pin-lock" source={lock} />
      </section>
    );
  return (
    <FormProvider {...form}>
      <form
        className="settings-section"
        noValidate
        aria-labelledby="change-pin-title"
        {...unchangedWhile(isSaving)}
        onSubmit={(event) => {
          event.preventDefault();
          void oneAtATime(change);
        }}
      >
        <h3 id="change-pin-title" tabIndex={-1}>
          {t('settings.changePin')}
        </h3>
        <PinFields isReadOnly={isSaving} />
        <div className="buttons">
          <p className="settings-said" role="status" data-testid="pin-changed">
            {said === 'changed' && t('settings.pinChanged')}
            {said !== null && said !== 'changed' && t(`failure.${said}`)}
          </p>
          <button
            type="submit"
            className="button"
            data-testid="change-pin"
            onClick={onlyFirstClick}
          >
            {t('settings.changePin')}
          </button>
        </div>
      </form>
    </FormProvider>
  );
}
