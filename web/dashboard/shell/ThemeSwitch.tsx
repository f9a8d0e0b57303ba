import { useTheme } from '../state/useTheme.ts';
import { Icon } from '../ui/Icon.tsx';
import { Switch } from '../ui/Switch.tsx';

const CHOICES = [
  { value: 'system', label: "The system's theme", face: <Icon name="system" size={18} /> },
  { value: 'light', label: 'Light theme', face: <Icon name="sun" size={18} /> },
  { value: 'dark', label: 'Dark theme', face: <Icon name="moon" size={18} /> },
] as const;

export const ThemeSwitch = () => {
  const [theme, choose] = useTheme();
  return <Switch label="Theme" choices={CHOICES} chosen={theme} choose={choose} />;
};
