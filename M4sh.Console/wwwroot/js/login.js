// The login page in the theme that its reader chose in the console.
import { init } from './theme.js';

init();
