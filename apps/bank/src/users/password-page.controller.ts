import { Controller, Get, Redirect } from '@nestjs/common';
import { Public } from '@latchkey/auth';

/** Where password managers look for the page on which a password is changed (W3C, a well-known URL for changing passwords). */
@Controller('.well-known/change-password')
export class PasswordPageController {
  @Public()
  @Get()
  @Redirect('/security#password', 302)
  page(): void {}
}
