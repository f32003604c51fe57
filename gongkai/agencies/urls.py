"""The second step of signing in, below the address of the back office."""

from django.urls import path
from django.views.decorators.cache import never_cache

from gongkai.agencies.own_password import own_password
from gongkai.agencies.second_factor import enrol, remove, verify

app_name = "second_factor"
urlpatterns = [
    path("", never_cache(verify), name="verify"),
    path("enrol/", never_cache(enrol), name="enrol"),
    path("own-password/", never_cache(own_password), name="own_password"),
    path("remove/", never_cache(remove), name="remove"),
]
