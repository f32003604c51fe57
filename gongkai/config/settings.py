"""Django's settings, read from the environment.

All variables begin with ``GONGKAI_``; what is not set has the value in brackets.

    DATA_DIR          folder of the embedded database, the generated key and uploads [var/ in the project]
    DATABASE_URL      postgresql://user:password@host:port/name [the embedded SQLite database]
    SECRET_KEY        at least 50 random characters; keep it [DATA_DIR/secret-key, which `gongkai demo` makes]
    DATA_KEYS         keys of encrypted personal data, newest first, with commas [DATA_DIR/data-keys, made on need]
    ALLOWED_HOSTS     host names this site answers to, with commas [127.0.0.1,localhost,[::1]]
    PUBLIC_ADDRESS    what the public types, with scheme, no slash at the end [what `gongkai serve` served last]
    HTTPS             1: cookies, redirects and HSTS for a site that is only reached by https [0]
    BEHIND_PROXY      1: our own proxy stands before us and sets X-Forwarded-For and X-Forwarded-Proto [0]
    WORKERS           web processes [1]
    IDLE_MINUTES      minutes after which a session nobody works in ends [60]
    LOCKOUT_FAILURES  wrong passwords for one account from one address (an IPv6 /64) before it has to wait [5]
    LOCKOUT_EVERYWHERE  wrong passwords for one account from all together before only known addresses may try it [50]
    LOCKOUT_MINUTES   how long it has to wait [15]
    SECOND_FACTOR_ROLES  roles that must sign in with a second step, with commas, or all [none must, everybody may]
    KEEP_PAGES        0: public pages are not kept as files, each is made anew for whoever asks [1]
    DEBUG             1: Django's debugging pages, for developers only [0]
    CHECK_MAX_MB      报告体检: largest file [20]
    CHECK_SECONDS     longest reading of one file [30]
    CHECK_MEMORY_MB   most memory for reading one file [1024]
    CHECK_AT_ONCE     files read at the same time, in each web process [2]
    CHECK_PER_HOUR    files one network address may send in an hour, counted in each web process [60]
    APPLY_PER_HOUR    applications for disclosure one network address may send in an hour, counted likewise [20]
    FILE_SCANNER      program that looks for viruses in files of cases, such as clamdscan - (cases/scanning.py) [none]
    SEAL_FOLDER       folder by which letters are exchanged with an electronic seal system [sealed by hand]
    SEAL_SERVICE      dotted name of a class that talks to another seal system (cases/seal_services.py) [none]
    APPLY_UNPROVEN_PER_HOUR  how many of these without the human check, as where no script runs [10]
    SMS               where short messages to applicants go: file:/folder or https://gateway [none are sent]
    SMS_KEY           key that signs requests to the gateway
    EMAIL             how letters are sent by e-mail: smtp://user:password@host:port, smtps://… or file:/folder [not]
    EMAIL_FROM        address they come from
    UNSENT_DAYS       days for which an application that is not sent yet is kept for its writer [30]
    TRACK_PER_HOUR    tracking codes one network address may try in an hour, counted likewise [60]
    TRY_LINKS         1: links to other sites are tried from time to time; the server needs the internet [0]
    OPEN_DATA_PER_HOUR  requests for open data one network address may make in an hour, counted likewise [3600]
    OPINIONS_PER_HOUR  opinions on drafts one network address may send in an hour, counted likewise [20]
    OPINIONS_UNPROVEN_PER_HOUR  how many of these without the human check, as where no script runs [10]
    VERIFY_MAX_MB     防伪核验: largest file that is hashed [100]
    VERIFY_PER_HOUR   files one network address may have verified in an hour, counted likewise [60]
    PLATFORM_HOSTS    hosts of shared platforms (集约化平台) that may be sent to, host or host:port, with commas [none]
    SITE_ERRORS_PER_HOUR  errors on the site one network address may report in an hour, counted likewise [20]
"""

from __future__ import annotations

from datetime import timedelta

from csp.constants import NONE, SELF, UNSAFE_INLINE

from gongkai.config import environment

DEBUG = environment.flag("DEBUG")
DATA_DIR = environment.data_dir()
EMBEDDED_DATABASE = DATA_DIR / "gongkai.sqlite3"
DEMONSTRATION_ACCOUNTS = DATA_DIR / "demonstration-accounts.json"  # written by `gongkai demo`
SECRET_KEY_FILE = DATA_DIR / "secret-key"
SECRET_KEY = environment.secret_key(SECRET_KEY_FILE, debug=DEBUG)
HAS_SECRET_KEY = bool(SECRET_KEY)  # Django refuses to be asked for an empty one
DATA_KEYS = environment.listed("DATA_KEYS")
DATA_KEYS_FILE = DATA_DIR / "data-keys"
ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
PUBLIC_ADDRESS = environment.public_address(DATA_DIR / "served-address")

INSTALLED_APPS = [
    "gongkai.agencies",
    "gongkai.pages",
    "gongkai.publishing",
    "gongkai.cases",
    "gongkai.yearend",
    "gongkai.portal",
    "gongkai.desk",
    "gongkai.config",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.sites",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # Wagtail tells of its workflow how long ago, in the words of this
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.config.headers.ContentSecurityPolicy",
    "gongkai.config.headers.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gongkai.agencies.idle.EndIdleSessions",
    "gongkai.config.access.RouteAccess",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # the last: it replaces the answer to somebody locked out
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.portal.columns.page_labels",
                "gongkai.cases.sent_once.once",
            ],
        },
    },
]

DATABASES = {"default": environment.database(EMBEDDED_DATABASE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
    "downloads": {  # files made from public pages: shared by the processes, emptied when the server starts
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "downloads",
        "TIMEOUT": 7 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}

AUTH_USER_MODEL = "agencies.Person"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "gongkai.config.permissions.AppointmentBackend",
]
LOGIN_URL = "wagtailadmin_login"
CSRF_FAILURE_VIEW = "gongkai.config.expired.form_expired"
WAGTAILADMIN_USER_LOGIN_FORM = "gongkai.agencies.signing_in.SignInForm"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # by mail to whoever reads it; the administrator sets a new one face to face

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 300

# What staff upload; no address of the public site leads here.
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "admin/media/"

# --- Safety -----------------------------------------------------------------------------

HTTPS = environment.flag("HTTPS")
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
SESSION_COOKIE_AGE = 12 * 3600
IDLE_MINUTES = environment.number("IDLE_MINUTES", 60)
SECOND_FACTOR_ROLES = environment.listed("SECOND_FACTOR_ROLES")
OTP_TOTP_ISSUER = "Gongkai"
AXES_FAILURE_LIMIT = environment.number("LOCKOUT_FAILURES", 5)
LOCKOUT_EVERYWHERE = environment.number("LOCKOUT_EVERYWHERE", 50)
AXES_COOLOFF_TIME = timedelta(minutes=environment.number("LOCKOUT_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "gongkai.agencies.signing_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "gongkai.agencies.door.client_network"
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True  # our own log keeps the sign-ins
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = AXES_ENABLE_ADMIN = AXES_VERBOSE = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows its preview in a frame of our own

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "frame-src": [SELF],  # small web pages by upload, each in a sandbox (publishing/views.py)
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    },
}
# Wagtail's editor runs scripts of its own files, and its rich text writes style attributes.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "gongkai": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}

# --- Wagtail ----------------------------------------------------------------------------

WAGTAIL_PAGE_MODEL = "pages.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "pages.Picture"
WAGTAILDOCS_DOCUMENT_MODEL, WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.Attachment", "gongkai.pages.forms.AttachmentForm"
WAGTAIL_SITE_NAME = "政府信息公开"
WAGTAILADMIN_BASE_URL = PUBLIC_ADDRESS
WAGTAILADMIN_PERMITTED_LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # an administrator keeps it; else it would be asked for with each own change
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "gongkai.publishing.finishing.publish_approved"
# An intranet has no internet: nothing is asked of other hosts.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
TRY_LINKS = environment.flag("TRY_LINKS")  # unless it is wanted

# --- Checking strangers' reports (报告体检) -------------------------------------------------

CHECK_MAX_BYTES = environment.number("CHECK_MAX_MB", 20) * 1024 * 1024
CHECK_SECONDS = environment.number("CHECK_SECONDS", 30)
CHECK_MEMORY_MB = environment.number("CHECK_MEMORY_MB", 1024)
CHECK_AT_ONCE = environment.number("CHECK_AT_ONCE", 2)
CHECK_PER_HOUR = environment.number("CHECK_PER_HOUR", 60)

# --- Applying for disclosure and following a case (依申请公开) --------------------------------

APPLY_PER_HOUR = environment.number("APPLY_PER_HOUR", 20)
APPLY_UNPROVEN_PER_HOUR = environment.number("APPLY_UNPROVEN_PER_HOUR", 10)
SMS, SMS_KEY = environment.text("SMS"), environment.text("SMS_KEY")
EMAIL_FROM = environment.mail_from(environment.text("EMAIL"), environment.text("EMAIL_FROM"))
globals().update(environment.mail(environment.text("EMAIL")))
UNSENT_DAYS = environment.number("UNSENT_DAYS", 30)
TRACK_PER_HOUR = environment.number("TRACK_PER_HOUR", 60)
FILE_SCANNER = environment.text("FILE_SCANNER")
SEAL_FOLDER, SEAL_SERVICE = environment.text("SEAL_FOLDER"), environment.text("SEAL_SERVICE")

# --- Open data --------------------------------------------------------------------------------

OPEN_DATA_PER_HOUR = environment.number("OPEN_DATA_PER_HOUR", 3_600)

# --- Telling the city's shared platform (集约化平台) what is published ------------------------------

PLATFORM_HOSTS = environment.listed("PLATFORM_HOSTS")

# --- Verifying what was published here (防伪核验) ------------------------------------------------

VERIFY_MAX_BYTES = environment.number("VERIFY_MAX_MB", 100) * 1024 * 1024
VERIFY_PER_HOUR = environment.number("VERIFY_PER_HOUR", 60)

# --- Errors on the site (我为政府网站找错) and opinions on drafts (意见征集) that readers send -----------

OPINIONS_PER_HOUR = environment.number("OPINIONS_PER_HOUR", 20)
OPINIONS_UNPROVEN_PER_HOUR = environment.number("OPINIONS_UNPROVEN_PER_HOUR", 10)
SITE_ERRORS_PER_HOUR = environment.number("SITE_ERRORS_PER_HOUR", 20)

# --- Public pages kept as files ---------------------------------------------------------------

KEEP_PAGES = environment.text("KEEP_PAGES", "1") == "1"
KEPT_PAGES = DATA_DIR / "pages"
