import { useTranslation } from 'react-i18next';
import { TextField } from './TextField.tsx';

/** What a proxy is told that asks who is there. Of a password that is stored only that it is there. */
export function ProxyFields({ hasPassword }: { hasPassword: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        name="proxy.host"
        label={t('settings.proxy.host')}
        hint={t('settings.proxy.hint')}
      />
      <div className="form-pair">
        <TextField name="proxy.username" label={t('settings.proxy.username')} />
        <TextField
          name="proxy.password"
          label={t('settings.proxy.password')}
          kind="secret"
          {...(hasPassword ? { hint: t('settings.kept') } : {})}
        />
      </div>
    </>
  );
}
