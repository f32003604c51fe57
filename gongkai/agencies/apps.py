"""The room as a Django app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_migrate, pre_migrate


class AgenciesConfig(AppConfig):
    """Names the app as the editor shows it, and puts the guards of append-only rows up after each migration."""

    name = "gongkai.agencies"
    verbose_name = "行政机关"

    def ready(self) -> None:
        """Guard the tables as soon as they stand, and listen at the entrance."""
        from axes.signals import user_locked_out

        from gongkai.agencies import holidays, own_password, signing_in
        from gongkai.agencies.append_only import loosen_guards, put_up_guards

        pre_migrate.connect(loosen_guards, sender=self, dispatch_uid="agencies.loosen_guards")
        post_migrate.connect(put_up_guards, sender=self, dispatch_uid="agencies.put_up_guards")
        holidays.connect()
        user_logged_in.connect(signing_in.on_signed_in, dispatch_uid="agencies.signed_in")
        user_logged_in.connect(own_password.remember_at_sign_in, dispatch_uid="agencies.own_password")
        user_logged_out.connect(signing_in.on_signed_out, dispatch_uid="agencies.signed_out")
        user_login_failed.connect(signing_in.on_failed, dispatch_uid="agencies.sign_in_failed")
        user_locked_out.connect(signing_in.on_locked_out, dispatch_uid="agencies.locked_out")
